# Where data is kept and worked with: Snowflake, MongoDB Atlas, Databricks, and Veeam, which backs some of it up.

resource "snowflake_database" "sales" {
  name                        = "SALES"
  data_retention_time_in_days = 0
}

resource "snowflake_database" "scratch" {
  name         = "SCRATCH"
  is_transient = true
}

resource "snowflake_network_policy" "world" {
  name            = "WORLD"
  allowed_ip_list = ["0.0.0.0/0"]
}

resource "snowflake_authentication_policy" "people" {
  database       = "SECURITY"
  schema         = "POLICIES"
  name           = "PEOPLE"
  mfa_enrollment = "OPTIONAL"

  pat_policy {
    max_expiry_in_days        = 365
    network_policy_evaluation = "NOT_ENFORCED"
  }
}

resource "snowflake_user" "loader" {
  name         = "LOADER"
  password     = "Sommer2026!"
  default_role = "ACCOUNTADMIN"
  disable_mfa  = true
}

resource "snowflake_legacy_service_user" "old" {
  name = "OLD"
}

resource "snowflake_grant_account_role" "analyst" {
  role_name        = "ACCOUNTADMIN"
  parent_role_name = "ANALYST"
}

resource "snowflake_account_role" "lonely" {
  name = "LONELY"
}

resource "snowflake_grant_privileges_to_account_role" "everybody" {
  account_role_name = "PUBLIC"
  all_privileges    = true
  with_grant_option = true

  on_account_object {
    object_type = "DATABASE"
    object_name = "SALES"
  }
}

resource "snowflake_failover_group" "sales" {
  name             = "SALES"
  object_types     = ["DATABASES"]
  allowed_accounts = ["ORG.OTHER"]
}

resource "snowflake_share" "sales" {
  name     = "SALES"
  accounts = ["OTHER.ACCOUNT"]
}

resource "snowflake_stage" "import" {
  name        = "IMPORT"
  database    = "SALES"
  schema      = "PUBLIC"
  url         = "s3://import/"
  credentials = "AWS_KEY_ID='AKIA0F1E2D3C4B5A6978' AWS_SECRET_KEY='secret'"
}

resource "snowflake_account_parameter" "unload" {
  key   = "PREVENT_UNLOAD_TO_INLINE_URL"
  value = "false"
}

resource "snowflake_user_programmatic_access_token" "loader" {
  user           = snowflake_user.loader.name
  name           = "LOADER"
  days_to_expiry = 365
}

resource "snowflake_password_policy" "people" {
  database    = "SECURITY"
  schema      = "POLICIES"
  name        = "PEOPLE"
  min_length  = 8
  max_retries = 10
}

resource "mongodbatlas_organization" "consultancy" {
  org_owner_id               = "ada"
  multi_factor_auth_required = false
  api_access_list_required   = false
  restrict_employee_access   = false
}

resource "mongodbatlas_advanced_cluster" "orders" {
  project_id                     = "project"
  name                           = "orders"
  cluster_type                   = "REPLICASET"
  backup_enabled                 = true
  pit_enabled                    = false
  retain_backups_enabled         = false
  termination_protection_enabled = false

  advanced_configuration = {
    javascript_enabled           = true
    minimum_enabled_tls_protocol = "TLS1_0"
  }
}

resource "mongodbatlas_advanced_cluster" "scratch" {
  project_id     = "project"
  name           = "scratch"
  cluster_type   = "REPLICASET"
  backup_enabled = false
}

resource "mongodbatlas_cloud_backup_schedule" "orders" {
  project_id   = "project"
  cluster_name = mongodbatlas_advanced_cluster.orders.name

  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = 2
  }
}

resource "mongodbatlas_project_ip_access_list" "world" {
  project_id = "project"
  cidr_block = "0.0.0.0/0"
}

resource "mongodbatlas_database_user" "app" {
  username           = "app"
  password           = "Sommer2026!"
  project_id         = "project"
  auth_database_name = "admin"

  roles {
    role_name     = "atlasAdmin"
    database_name = "admin"
  }
}

resource "mongodbatlas_auditing" "orders" {
  project_id = "project"
  enabled    = false
}

resource "databricks_catalog" "sales" {
  name          = "sales"
  force_destroy = true
}

resource "databricks_sql_table" "sales" {
  name         = "sales"
  catalog_name = databricks_catalog.sales.name
  schema_name  = "default"
  table_type   = "MANAGED"

  properties = {
    "delta.deletedFileRetentionDuration" = "interval 1 days"
    "delta.logRetentionDuration"         = "interval 1 days"
  }
}

resource "databricks_ip_access_list" "world" {
  label        = "world"
  list_type    = "ALLOW"
  ip_addresses = ["0.0.0.0/0"]
}

resource "databricks_workspace_conf" "consultancy" {
  custom_config = {
    enableIpAccessLists      = "false"
    maxTokenLifetimeDays     = "0"
    enableResultsDownloading = "true"
  }
}

resource "databricks_token" "robot" {
  comment = "robot"
}

resource "databricks_cluster" "analysts" {
  cluster_name            = "analysts"
  spark_version           = "7.3.x-scala2.12"
  data_security_mode      = "NONE"
  ssh_public_keys         = ["ssh-ed25519 AAAA"]
  autotermination_minutes = 0

  spark_env_vars = {
    DB_PASSWORD = "Sommer2026!"
  }
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "account users"
    privileges = ["ALL_PRIVILEGES"]
  }
}

resource "databricks_mws_workspaces" "consultancy" {
  account_id     = "account"
  workspace_name = "consultancy"
  aws_region     = "eu-west-1"
}

resource "veeambackup_azure_vm_backup_policy" "machines" {
  name        = "machines"
  is_enabled  = false
  backup_type = "SelectedItems"
}

resource "veeambackup_vbr_repository" "copies" {
  name        = "copies"
  description = "copies"
  type        = "AmazonS3"

  bucket {
    bucket_name = "copies"
    folder_name = "veeam"
    region_id   = "eu-west-1"
  }
}
