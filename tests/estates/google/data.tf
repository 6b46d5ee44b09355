resource "google_sql_database_instance" "articles" {
  name                = "articles"
  database_version    = "POSTGRES_11"
  root_password       = "Paper-2026"
  deletion_protection = false

  settings {
    tier              = "db-custom-2-8192"
    availability_type = "REGIONAL"

    ip_configuration {
      ipv4_enabled = true
      ssl_mode     = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"

      authorized_networks {
        value = "0.0.0.0/0"
      }
    }

    backup_configuration {
      enabled                        = true
      location                       = "europe-west1"
      transaction_log_retention_days = 1

      backup_retention_settings {
        retained_backups = 2
      }
    }

    dynamic "database_flags" {
      for_each = {
        log_checkpoints            = "off"
        log_connections            = "off"
        log_disconnections         = "off"
        log_lock_waits             = "off"
        log_hostname               = "off"
        log_duration               = "off"
        log_statement              = "none"
        log_min_messages           = "panic"
        log_temp_files             = "1024"
        log_min_duration_statement = "100"
        log_executor_stats         = "on"
        log_parser_stats           = "on"
        log_planner_stats          = "on"
        log_statement_stats        = "on"
      }

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}

resource "google_sql_database_instance" "ads" {
  name             = "ads"
  database_version = "MYSQL_5_7"

  settings {
    tier = "db-n1-standard-1"

    dynamic "database_flags" {
      for_each = { local_infile = "on", skip_show_database = "off" }

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}

resource "google_sql_database_instance" "payroll" {
  name             = "payroll"
  database_version = "SQLSERVER_2017_STANDARD"

  settings {
    tier = "db-custom-2-8192"

    dynamic "database_flags" {
      for_each = {
        "cross db ownership chaining"       = "on"
        "contained database authentication" = "on"
        "external scripts enabled"          = "on"
        "remote access"                     = "on"
        "3625"                              = "off"
      }

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}

resource "google_sql_user" "editor" {
  name     = "editor"
  instance = google_sql_database_instance.articles.name
  password = "Paper-2026"
}

resource "google_alloydb_cluster" "readers" {
  cluster_id      = "readers"
  location        = var.region
  deletion_policy = "FORCE"

  automated_backup_policy {
    enabled = false
  }

  continuous_backup_config {
    enabled              = true
    recovery_window_days = 1
  }
}

resource "google_alloydb_instance" "readers" {
  cluster       = google_alloydb_cluster.readers.name
  instance_id   = "readers"
  instance_type = "PRIMARY"

  client_connection_config {
    ssl_config {
      ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
    }
  }

  network_config {
    enable_public_ip = true
  }
}

resource "google_spanner_instance" "subscriptions" {
  config                       = "regional-europe-west1"
  display_name                 = "subscriptions"
  force_destroy                = true
  default_backup_schedule_type = "NONE"
}

resource "google_spanner_database" "subscriptions" {
  instance            = google_spanner_instance.subscriptions.name
  name                = "subscriptions"
  deletion_protection = false
}

resource "google_firestore_database" "comments" {
  name                              = "(default)"
  location_id                       = "eur3"
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_DISABLED"
  delete_protection_state           = "DELETE_PROTECTION_DISABLED"
}

resource "google_bigtable_instance" "clicks" {
  name                = "clicks"
  deletion_protection = false
  force_destroy       = true

  cluster {
    cluster_id = "clicks"
    zone       = "${var.region}-b"
  }
}

resource "google_bigtable_table" "clicks" {
  name                = "clicks"
  instance_name       = google_bigtable_instance.clicks.name
  deletion_protection = "UNPROTECTED"
}

resource "google_storage_bucket" "pictures" {
  name                        = "paper-0001-pictures"
  location                    = "EU"
  force_destroy               = true
  uniform_bucket_level_access = false

  retention_policy {
    retention_period = 86400
    is_locked        = false
  }

  soft_delete_policy {
    retention_duration_seconds = 0
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      days_since_noncurrent_time = 1
    }
  }
}

resource "google_storage_bucket_iam_member" "pictures" {
  bucket = google_storage_bucket.pictures.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_storage_bucket_access_control" "pictures" {
  bucket = google_storage_bucket.pictures.name
  entity = "allUsers"
}

resource "google_filestore_instance" "layout" {
  name = "layout"
  tier = "ENTERPRISE"

  file_shares {
    name        = "layout"
    capacity_gb = 1024
  }

  networks {
    network = google_compute_network.paper.name
    modes   = ["MODE_IPV4"]
  }
}

resource "google_netapp_volume" "print" {
  name            = "print"
  location        = var.region
  share_name      = "print"
  storage_pool    = "print"
  protocols       = ["NFSV3"]
  capacity_gib    = "100"
  deletion_policy = "FORCE"
}

resource "google_netapp_backup_vault" "print" {
  name     = "print"
  location = var.region
}

resource "google_redis_instance" "sessions" {
  name           = "sessions"
  memory_size_gb = 1
}

resource "google_redis_cluster" "sessions" {
  name                        = "sessions"
  region                      = var.region
  shard_count                 = 3
  deletion_protection_enabled = false
  authorization_mode          = "AUTH_MODE_DISABLED"
  transit_encryption_mode     = "TRANSIT_ENCRYPTION_MODE_DISABLED"
}

resource "google_pubsub_topic" "events" {
  name = "events"
}

resource "google_pubsub_topic_iam_member" "events" {
  topic  = google_pubsub_topic.events.name
  role   = "roles/pubsub.publisher"
  member = "allUsers"
}

resource "google_pubsub_subscription" "events" {
  name                       = "events"
  topic                      = google_pubsub_topic.events.id
  message_retention_duration = "600s"

  expiration_policy {
    ttl = "86400s"
  }
}
