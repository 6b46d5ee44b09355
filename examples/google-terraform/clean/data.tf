# Tier 3: orders in a database, uploads in a bucket, sales in a dataset. All can be restored, and are read only from inside.

resource "google_sql_database_instance" "orders" {
  name                = "orders"
  database_version    = "POSTGRES_18"
  deletion_protection = true
  encryption_key_name = google_kms_crypto_key.shop["orders"].id
  depends_on          = [google_service_networking_connection.services]

  settings {
    tier                        = "db-custom-2-8192"
    availability_type           = "REGIONAL"
    deletion_protection_enabled = true
    retain_backups_on_delete    = true

    backup_configuration {
      enabled                        = true
      location                       = "europe-north1"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = 30
      }
    }

    final_backup_config {
      enabled        = true
      retention_days = 90
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.shop.id
      ssl_mode        = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
    }

    password_validation_policy {
      enable_password_policy      = true
      min_length                  = 16
      complexity                  = "COMPLEXITY_DEFAULT"
      disallow_username_substring = true
    }

    dynamic "database_flags" {
      for_each = {
        "cloudsql.enable_pgaudit"    = "on"
        "log_checkpoints"            = "on"
        "log_connections"            = "on"
        "log_disconnections"         = "on"
        "log_duration"               = "on"
        "log_executor_stats"         = "off"
        "log_hostname"               = "on"
        "log_lock_waits"             = "on"
        "log_min_duration_statement" = "-1"
        "log_min_error_statement"    = "error"
        "log_min_messages"           = "warning"
        "log_parser_stats"           = "off"
        "log_planner_stats"          = "off"
        "log_statement"              = "ddl"
        "log_statement_stats"        = "off"
        "log_temp_files"             = "0"
      }

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}

resource "google_storage_bucket" "uploads" {
  name                        = "shop-0001-uploads"
  location                    = "EU"
  force_destroy               = false
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  encryption {
    default_kms_key_name = google_kms_crypto_key.shop["uploads"].id
  }

  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = 2592000
  }

  logging {
    log_bucket = google_storage_bucket.logs.name
  }
}

resource "google_storage_bucket" "logs" {
  name                        = "shop-0001-logs"
  location                    = "EU"
  force_destroy               = false
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  encryption {
    default_kms_key_name = google_kms_crypto_key.shop["uploads"].id
  }

  versioning {
    enabled = true
  }

  retention_policy {
    is_locked        = true
    retention_period = 31536000
  }

  logging {
    log_bucket = "shop-0001-logs"
  }
}

resource "google_storage_bucket_iam_member" "web" {
  bucket = google_storage_bucket.uploads.name
  role   = "roles/storage.objectUser"
  member = google_service_account.web.member
}

resource "google_bigquery_dataset" "sales" {
  dataset_id                 = "sales"
  location                   = "EU"
  max_time_travel_hours      = 168
  delete_contents_on_destroy = false

  default_encryption_configuration {
    kms_key_name = google_kms_crypto_key.shop["sales"].id
  }
}
