resource "google_service_account" "deploy" {
  account_id = "deploy"
}

resource "google_service_account_key" "deploy" {
  service_account_id = google_service_account.deploy.name
}

resource "google_project_iam_member" "deploy" {
  for_each = toset(["roles/editor", "roles/iam.serviceAccountUser", "roles/iam.serviceAccountAdmin", "roles/cloudkms.admin", "roles/cloudkms.cryptoKeyDecrypter"])
  project  = google_project.paper.project_id
  role     = each.key
  member   = google_service_account.deploy.member
}

resource "google_project_iam_member" "default" {
  project = google_project.paper.project_id
  role    = "roles/storage.admin"
  member  = "serviceAccount:123456789-compute@developer.gserviceaccount.com"
}

resource "google_project_iam_member" "freelancer" {
  project = google_project.paper.project_id
  role    = "roles/viewer"
  member  = "user:freelancer@gmail.com"
}

resource "google_project_iam_audit_config" "paper" {
  project = google_project.paper.project_id
  service = "storage.googleapis.com"

  audit_log_config {
    log_type         = "DATA_READ"
    exempted_members = ["user:editor@paper.example"]
  }
}

resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_mapping = {
    "google.subject" = "assertion.sub"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_kms_key_ring" "paper" {
  name     = "paper"
  location = var.region
}

resource "google_kms_key_ring_iam_member" "paper" {
  key_ring_id = google_kms_key_ring.paper.id
  role        = "roles/cloudkms.viewer"
  member      = "allUsers"
}

resource "google_kms_crypto_key" "paper" {
  name                       = "paper"
  key_ring                   = google_kms_key_ring.paper.id
  destroy_scheduled_duration = "86400s"
  rotation_period            = "31536000s"
}

resource "google_kms_crypto_key_iam_member" "paper" {
  crypto_key_id = google_kms_crypto_key.paper.id
  role          = "roles/cloudkms.viewer"
  member        = "allAuthenticatedUsers"
}

resource "google_secret_manager_secret" "mail" {
  secret_id           = "mail"
  deletion_protection = false
  ttl                 = "864000s"

  replication {
    auto {}
  }
}

resource "google_apikeys_key" "maps" {
  name = "maps"
}

resource "google_logging_project_bucket_config" "paper" {
  project        = google_project.paper.project_id
  location       = "global"
  bucket_id      = "_Default"
  retention_days = 1
}

resource "google_logging_project_sink" "paper" {
  name        = "paper"
  destination = "storage.googleapis.com/${google_storage_bucket.pictures.name}"
}

resource "google_backup_dr_backup_vault" "paper" {
  backup_vault_id                            = "paper"
  location                                   = var.region
  backup_minimum_enforced_retention_duration = "86400s"
  access_restriction                         = "UNRESTRICTED"
  force_update                               = true
  ignore_inactive_datasources                = true
}

resource "google_backup_dr_backup_plan" "paper" {
  backup_plan_id = "paper"
  location       = var.region
  resource_type  = "compute.googleapis.com/Instance"
  backup_vault   = google_backup_dr_backup_vault.paper.id

  backup_rules {
    rule_id               = "daily"
    backup_retention_days = 3

    standard_schedule {
      recurrence_type = "DAILY"
      time_zone       = "UTC"
    }
  }
}
