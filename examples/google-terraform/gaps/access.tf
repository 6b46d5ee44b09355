# Who may do what, and with which keys.

resource "google_service_account" "deploy" {
  account_id = "deploy"
}

resource "google_service_account_key" "deploy" {
  service_account_id = google_service_account.deploy.name
}

resource "google_project_iam_member" "deploy" {
  project = "shop-0001"
  role    = "roles/editor"
  member  = google_service_account.deploy.member
}

resource "google_project_iam_member" "keys" {
  for_each = toset(["roles/cloudkms.admin", "roles/cloudkms.cryptoKeyEncrypterDecrypter"])
  project  = "shop-0001"
  role     = each.key
  member   = "user:ada@shop.example"
}

resource "google_kms_key_ring" "shop" {
  name     = "shop"
  location = "europe-west1"
}

resource "google_kms_crypto_key" "shop" {
  name                       = "shop"
  key_ring                   = google_kms_key_ring.shop.id
  destroy_scheduled_duration = "86400s"
}
