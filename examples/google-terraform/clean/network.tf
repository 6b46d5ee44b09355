# The same shop with the customer's duties done.

provider "google" {
  project = "shop-0001"
  region  = "europe-west1"
}

resource "google_compute_network" "shop" {
  name                    = "shop"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "web" {
  name                       = "web"
  network                    = google_compute_network.shop.id
  ip_cidr_range              = "10.0.1.0/24"
  private_ip_google_access   = true
  private_ipv6_google_access = "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE"

  log_config {
    aggregation_interval = "INTERVAL_5_SEC"
    flow_sampling        = 1
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "web" {
  name          = "web"
  network       = google_compute_network.shop.id
  source_ranges = ["35.191.0.0/16", "130.211.0.0/22"] # Google's load balancers
  target_tags   = ["web"]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_global_address" "services" {
  name          = "services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
  network       = google_compute_network.shop.id
}

resource "google_service_networking_connection" "services" {
  network                 = google_compute_network.shop.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
}

resource "google_dns_policy" "shop" {
  name           = "shop"
  enable_logging = true

  networks {
    network_url = google_compute_network.shop.id
  }
}
