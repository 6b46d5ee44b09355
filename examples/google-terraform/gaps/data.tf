# Tier 3: orders in a database, uploads in a bucket. Neither can be restored.

resource "google_sql_database_instance" "orders" {
  name                = "orders"
  database_version    = "POSTGRES_16"
  root_password       = "Sommer2026!"
  deletion_protection = false

  settings {
    tier = "db-custom-2-8192"

    ip_configuration {
      ipv4_enabled = true

      authorized_networks {
        name  = "everybody"
        value = "0.0.0.0/0"
      }
    }
  }
}

resource "google_storage_bucket" "uploads" {
  name          = "shop-0001-uploads"
  location      = "EU"
  force_destroy = true

  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

resource "google_storage_bucket_iam_member" "everybody" {
  bucket = google_storage_bucket.uploads.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_bigquery_dataset" "sales" {
  dataset_id                 = "sales"
  location                   = "EU"
  max_time_travel_hours      = 48
  delete_contents_on_destroy = true
}
