# A small web shop on Google Cloud in three tiers. It works, and leaves most of the customer's duties undone.

provider "google" {
  project = "shop-0001"
  region  = "europe-west1"
}

resource "google_compute_network" "shop" {
  name                    = "shop"
  auto_create_subnetworks = true
}

resource "google_compute_firewall" "web" {
  name          = "web"
  network       = google_compute_network.shop.id
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["22", "80", "3389"]
  }
}
