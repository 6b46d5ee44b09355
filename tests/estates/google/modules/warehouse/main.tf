variable "name" { type = string }
variable "region" { type = string }

resource "google_bigquery_dataset" "this" {
  dataset_id                  = var.name
  location                    = "EU"
  max_time_travel_hours       = 48
  delete_contents_on_destroy  = true
  default_table_expiration_ms = 3600000

  access {
    role          = "READER"
    special_group = "allAuthenticatedUsers"
  }
}

resource "google_bigquery_table" "this" {
  dataset_id          = google_bigquery_dataset.this.dataset_id
  table_id            = "clicks"
  deletion_protection = false
}

resource "google_bigquery_table_iam_member" "this" {
  dataset_id = google_bigquery_dataset.this.dataset_id
  table_id   = google_bigquery_table.this.table_id
  role       = "roles/bigquery.dataViewer"
  member     = "allUsers"
}

resource "google_dataproc_cluster" "this" {
  name   = var.name
  region = var.region

  cluster_config {
    gce_cluster_config {
      internal_ip_only = false
    }
  }
}

resource "google_dataproc_cluster_iam_member" "this" {
  cluster = google_dataproc_cluster.this.name
  role    = "roles/dataproc.viewer"
  member  = "allUsers"
}

resource "google_dataproc_metastore_service" "this" {
  service_id = var.name
  location   = var.region
}

resource "google_dataflow_job" "this" {
  name              = var.name
  template_gcs_path = "gs://dataflow-templates/latest/Word_Count"
  temp_gcs_location = "gs://paper/tmp"
}

resource "google_data_fusion_instance" "this" {
  name                          = var.name
  type                          = "BASIC"
  enable_stackdriver_logging    = false
  enable_stackdriver_monitoring = false
}

resource "google_composer_environment" "this" {
  name = var.name
}
