resource "aws_s3_bucket" "site" {
  bucket = "parcels-site"
  acl    = "public-read"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["${aws_s3_bucket.site.arn}/*"]
    }]
  })
}

resource "aws_s3_bucket" "labels" {
  bucket        = "parcels-labels"
  force_destroy = true
}

resource "aws_s3_bucket_lifecycle_configuration" "labels" {
  bucket = aws_s3_bucket.labels.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "labels" {
  bucket = aws_s3_bucket.labels.id

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 1
    }
  }
}

resource "aws_s3_account_public_access_block" "parcels" {
  block_public_acls = false
}

resource "aws_efs_file_system" "shared" {}

resource "aws_efs_access_point" "shared" {
  file_system_id = aws_efs_file_system.shared.id
}

resource "aws_fsx_windows_file_system" "office" {
  storage_capacity                = 300
  subnet_ids                      = [aws_subnet.public[0].id]
  throughput_capacity             = 32
  automatic_backup_retention_days = 0
  skip_final_backup               = true
}

resource "aws_ebs_volume" "depot" {
  availability_zone = var.zones[0]
  size              = 100
}

resource "aws_ebs_snapshot_copy" "depot" {
  source_snapshot_id = "snap-0123456789abcdef0"
  source_region      = "eu-central-1"
}

resource "aws_dlm_lifecycle_policy" "depot" {
  description        = "volumes"
  execution_role_arn = aws_iam_role.depot.arn
  state              = "DISABLED"

  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { depot = "yes" }

    schedule {
      name = "daily"

      create_rule {
        interval = 24
      }

      retain_rule {
        count = 2
      }
    }
  }
}

resource "aws_glacier_vault" "archive" {
  name = "archive"
}

resource "aws_backup_vault" "parcels" {
  name          = "parcels"
  force_destroy = true
}

resource "aws_backup_plan" "parcels" {
  name = "parcels"

  rule {
    rule_name         = "weekly"
    target_vault_name = aws_backup_vault.parcels.name
    schedule          = "cron(0 5 ? * SUN *)"

    lifecycle {
      delete_after = 7
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.parcels.arn

      lifecycle {
        delete_after = 1
      }
    }
  }
}

resource "aws_backup_selection" "parcels" {
  name          = "tagged"
  plan_id       = aws_backup_plan.parcels.id
  iam_role_arn  = aws_iam_role.depot.arn
  not_resources = [aws_efs_file_system.shared.arn]

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "Daily"
  }
}

resource "aws_backup_selection" "positions" {
  name         = "positions"
  plan_id      = aws_backup_plan.parcels.id
  iam_role_arn = aws_iam_role.depot.arn
  resources    = [aws_dynamodb_table.positions.arn, aws_ebs_volume.depot.arn]
}

resource "aws_backup_restore_testing_plan" "parcels" {
  name                = "yearly"
  schedule_expression = "cron(0 5 1 1 ? *)"

  recovery_point_selection {
    algorithm             = "RANDOM_WITHIN_WINDOW"
    include_vaults        = ["*"]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 300
  }
}

resource "aws_backup_restore_testing_selection" "positions" {
  name                      = "positions"
  restore_testing_plan_name = aws_backup_restore_testing_plan.parcels.name
  protected_resource_type   = "DynamoDB"
  protected_resource_arns   = ["*"]
  iam_role_arn              = aws_iam_role.depot.arn
}

resource "aws_backup_vault_notifications" "parcels" {
  backup_vault_name   = aws_backup_vault.parcels.name
  sns_topic_arn       = aws_sns_topic.events.arn
  backup_vault_events = ["RESTORE_JOB_COMPLETED"]
}

resource "aws_backup_region_settings" "parcels" {
  resource_type_opt_in_preference = { DynamoDB = false, EBS = true }
}
