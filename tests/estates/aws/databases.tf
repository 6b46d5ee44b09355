resource "aws_rds_cluster" "parcels" {
  cluster_identifier      = "parcels"
  engine                  = "aurora-postgresql"
  master_username         = "admin"
  master_password         = "Parcel-2026-Parcel"
  backup_retention_period = 1
  skip_final_snapshot     = true
}

resource "aws_rds_cluster_instance" "parcels" {
  identifier                 = "parcels-1"
  cluster_identifier         = aws_rds_cluster.parcels.id
  engine                     = "aurora-postgresql"
  instance_class             = "db.r6g.large"
  publicly_accessible        = true
  auto_minor_version_upgrade = false
}

resource "aws_rds_global_cluster" "parcels" {
  global_cluster_identifier = "parcels"
}

resource "aws_db_instance" "depot" {
  identifier                 = "depot"
  engine                     = "mysql"
  instance_class             = "db.t4g.small"
  username                   = "root"
  password                   = "Parcel-2026-Parcel"
  auto_minor_version_upgrade = false
}

resource "aws_db_snapshot" "depot" {
  db_instance_identifier = aws_db_instance.depot.identifier
  db_snapshot_identifier = "before-move"
  shared_accounts        = ["all"]
}

resource "aws_docdb_cluster" "events" {
  cluster_identifier  = "events"
  master_username     = "parcels"
  master_password     = "Parcel-2026-Parcel"
  skip_final_snapshot = true
}

resource "aws_neptune_cluster" "routes" {
  cluster_identifier  = "routes"
  skip_final_snapshot = true
}

resource "aws_neptune_cluster_instance" "routes" {
  cluster_identifier  = aws_neptune_cluster.routes.id
  instance_class      = "db.r6g.large"
  publicly_accessible = true
}

resource "aws_dynamodb_table" "positions" {
  name           = "positions"
  hash_key       = "parcel"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5

  attribute {
    name = "parcel"
    type = "S"
  }

  replica {
    region_name = "eu-central-1"
  }
}

resource "aws_dax_cluster" "positions" {
  cluster_name       = "positions"
  iam_role_arn       = aws_iam_role.depot.arn
  node_type          = "dax.t3.small"
  replication_factor = 1
}

resource "aws_elasticache_cluster" "sessions" {
  cluster_id                 = "sessions"
  engine                     = "redis"
  node_type                  = "cache.t4g.small"
  num_cache_nodes            = 1
  auto_minor_version_upgrade = "false"
}

resource "aws_elasticache_replication_group" "labels" {
  replication_group_id = "labels"
  description          = "labels"
}

resource "aws_memorydb_cluster" "prices" {
  name                     = "prices"
  acl_name                 = "open-access"
  node_type                = "db.t4g.small"
  tls_enabled              = false
  snapshot_retention_limit = 0
}

resource "aws_keyspaces_table" "scans" {
  keyspace_name = "parcels"
  table_name    = "scans"

  schema_definition {
    column {
      name = "parcel"
      type = "text"
    }

    partition_key {
      name = "parcel"
    }
  }
}

resource "aws_timestreamwrite_table" "sensors" {
  database_name = "parcels"
  table_name    = "sensors"

  retention_properties {
    magnetic_store_retention_period_in_days = 1
    memory_store_retention_period_in_hours  = 1
  }
}

resource "aws_redshift_cluster" "sales" {
  cluster_identifier                  = "sales"
  node_type                           = "ra3.large"
  database_name                       = "dev"
  master_username                     = "awsuser"
  master_password                     = "Parcel-2026-Parcel"
  publicly_accessible                 = true
  encrypted                           = "false"
  skip_final_snapshot                 = true
  automated_snapshot_retention_period = 0
  allow_version_upgrade               = false
}

resource "aws_redshiftserverless_namespace" "sales" {
  namespace_name = "sales"
}

resource "aws_redshiftserverless_workgroup" "sales" {
  workgroup_name      = "sales"
  namespace_name      = aws_redshiftserverless_namespace.sales.namespace_name
  publicly_accessible = true
}

resource "aws_opensearch_domain" "tracking" {
  domain_name = "tracking"

  cluster_config {
    instance_count = 1
  }

  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "es:*"
      Resource  = "*"
    }]
  })
}

resource "aws_qldb_ledger" "customs" {
  name                = "customs"
  permissions_mode    = "ALLOW_ALL"
  deletion_protection = false
}

resource "aws_dms_replication_instance" "move" {
  replication_instance_id    = "move"
  replication_instance_class = "dms.t3.small"
  publicly_accessible        = true
  auto_minor_version_upgrade = false
}

resource "aws_dms_endpoint" "depot" {
  endpoint_id   = "depot"
  endpoint_type = "source"
  engine_name   = "mysql"
  username      = "root"
  password      = "Parcel-2026-Parcel"
  ssl_mode      = "none"
}
