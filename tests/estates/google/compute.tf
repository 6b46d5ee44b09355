resource "google_compute_project_metadata" "paper" {
  metadata = {
    enable-oslogin = "FALSE"
  }
}

resource "google_compute_instance" "editor" {
  name           = "editor"
  machine_type   = "e2-small"
  zone           = "${var.region}-b"
  can_ip_forward = true

  boot_disk {
    disk_encryption_key_raw = "SGVsbG8gZnJvbSBHb29nbGUgQ2xvdWQgUGxhdGZvcm0="

    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }

  network_interface {
    network = google_compute_network.paper.id

    access_config {}
  }

  metadata = {
    block-project-ssh-keys = "false"
    enable-oslogin         = "FALSE"
    serial-port-enable     = "TRUE"
  }

  service_account {
    email  = "123456789-compute@developer.gserviceaccount.com"
    scopes = ["cloud-platform"]
  }

  shielded_instance_config {
    enable_vtpm                 = false
    enable_integrity_monitoring = false
  }
}

resource "google_compute_disk" "archive" {
  name = "archive"
  zone = "${var.region}-b"

  disk_encryption_key {
    raw_key = "SGVsbG8gZnJvbSBHb29nbGUgQ2xvdWQgUGxhdGZvcm0="
  }
}

resource "google_compute_resource_policy" "weekly" {
  name   = "weekly"
  region = var.region

  snapshot_schedule_policy {
    schedule {
      weekly_schedule {
        day_of_weeks {
          day        = "SUNDAY"
          start_time = "03:00"
        }
      }
    }

    retention_policy {
      max_retention_days    = 7
      on_source_disk_delete = "APPLY_RETENTION_POLICY"
    }

    snapshot_properties {
      storage_locations = ["europe-west1"]
    }
  }
}

resource "google_cloud_run_service" "site" {
  name     = "site"
  location = var.region

  template {
    spec {
      containers {
        image = "gcr.io/paper/site"
      }
    }
  }
}

resource "google_cloud_run_service_iam_member" "site" {
  service  = google_cloud_run_service.site.name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"
}

resource "google_cloud_run_v2_service" "comments" {
  name                 = "comments"
  location             = var.region
  ingress              = "INGRESS_TRAFFIC_ALL"
  invoker_iam_disabled = true

  template {
    containers {
      image = "gcr.io/paper/comments"
    }
  }
}

resource "google_cloudfunctions_function" "resize" {
  name                         = "resize"
  runtime                      = "python310"
  trigger_http                 = true
  ingress_settings             = "ALLOW_ALL"
  https_trigger_security_level = "SECURE_OPTIONAL"
}

resource "google_cloudfunctions_function_iam_member" "resize" {
  cloud_function = google_cloudfunctions_function.resize.name
  role           = "roles/cloudfunctions.invoker"
  member         = "allUsers"
}

resource "google_app_engine_domain_mapping" "old" {
  domain_name = "old.paper.example"
}

resource "google_cloudbuild_worker_pool" "paper" {
  name     = "paper"
  location = var.region

  worker_config {
    no_external_ip = false
  }
}

resource "google_artifact_registry_repository" "paper" {
  repository_id = "paper"
  format        = "DOCKER"
  location      = var.region
}

resource "google_artifact_registry_repository_iam_member" "paper" {
  repository = google_artifact_registry_repository.paper.name
  role       = "roles/artifactregistry.reader"
  member     = "allUsers"
}

resource "google_notebooks_instance" "letters" {
  name         = "letters"
  location     = "${var.region}-b"
  machine_type = "e2-medium"

  shielded_instance_config {
    enable_vtpm                 = false
    enable_integrity_monitoring = false
  }
}

resource "google_notebooks_runtime" "letters" {
  name     = "letters"
  location = var.region

  virtual_machine {
    virtual_machine_config {
      machine_type     = "n1-standard-4"
      internal_ip_only = false

      data_disk {}
    }
  }
}

resource "google_workbench_instance" "letters" {
  name     = "letters"
  location = "${var.region}-b"

  gce_setup {
    disable_public_ip = false
  }
}

resource "google_vertex_ai_endpoint" "recommend" {
  name         = "recommend"
  display_name = "recommend"
  location     = var.region
}

resource "google_vertex_ai_index_endpoint" "recommend" {
  display_name            = "recommend"
  region                  = var.region
  public_endpoint_enabled = true
}

resource "google_vertex_ai_featurestore" "readers" {
  name          = "readers"
  region        = var.region
  force_destroy = true
}

resource "google_vertex_ai_tensorboard" "recommend" {
  display_name = "recommend"
  region       = var.region
}

resource "google_vertex_ai_dataset" "letters" {
  display_name        = "letters"
  metadata_schema_uri = "gs://google-cloud-aiplatform/schema/dataset/metadata/text_1.0.0.yaml"
  region              = var.region
}

resource "google_vertex_ai_metadata_store" "recommend" {
  name   = "default"
  region = var.region
}

resource "google_tpu_node" "recommend" {
  name               = "recommend"
  zone               = "${var.region}-b"
  accelerator_type   = "v3-8"
  tensorflow_version = "2.12.0"
}

resource "google_tpu_v2_vm" "recommend" {
  name            = "recommend"
  runtime_version = "tpu-vm-tf-2.13.0"

  network_config {
    enable_external_ips = true
  }
}

resource "google_dialogflow_agent" "helpdesk" {
  display_name          = "helpdesk"
  default_language_code = "en"
  time_zone             = "Europe/Berlin"
}

resource "google_dialogflow_cx_agent" "helpdesk" {
  display_name          = "helpdesk"
  location              = var.region
  default_language_code = "en"
  time_zone             = "Europe/Berlin"
}

resource "google_dialogflow_cx_webhook" "helpdesk" {
  display_name = "helpdesk"

  generic_web_service {
    uri = "https://hooks.paper.example"
  }
}

resource "google_document_ai_processor" "invoices" {
  display_name = "invoices"
  location     = "eu"
  type         = "INVOICE_PROCESSOR"
}
