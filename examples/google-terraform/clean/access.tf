# Who may do what, with which keys, and who sees it.

resource "google_service_account" "web" {
  account_id = "web"
}

resource "google_project_iam_member" "logs" {
  project = "shop-0001"
  role    = "roles/logging.logWriter"
  member  = google_service_account.web.member
}

resource "google_project_iam_member" "key_administrators" {
  project = "shop-0001"
  role    = "roles/cloudkms.admin"
  member  = "group:key-administrators@shop.example"
}

resource "google_project_iam_audit_config" "everything" {
  project = "shop-0001"
  service = "allServices"

  dynamic "audit_log_config" {
    for_each = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]

    content {
      log_type = audit_log_config.value
    }
  }
}

resource "google_kms_key_ring" "shop" {
  name     = "shop"
  location = "europe"
}

resource "google_kms_crypto_key" "shop" {
  for_each                   = toset(["disks", "orders", "uploads", "sales"])
  name                       = each.key
  key_ring                   = google_kms_key_ring.shop.id
  rotation_period            = "7776000s"
  destroy_scheduled_duration = "2592000s"

  lifecycle {
    prevent_destroy = true
  }
}
