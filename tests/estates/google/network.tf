resource "google_compute_network" "paper" {
  name                    = "paper"
  project                 = google_project.paper.project_id
  auto_create_subnetworks = true
}

resource "google_compute_network" "quiet" {
  name                    = "quiet"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "paper" {
  name          = "paper"
  network       = google_compute_network.paper.id
  ip_cidr_range = "10.40.0.0/20"
}

resource "google_compute_firewall" "open" {
  for_each      = var.open_ports
  name          = each.key
  network       = google_compute_network.paper.id
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = [each.value]
  }
}

resource "google_compute_firewall" "everything" {
  name          = "default-allow-internal"
  network       = google_compute_network.paper.id
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "all"
  }
}

resource "google_compute_firewall" "range" {
  name          = "range"
  network       = google_compute_network.paper.id
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["1-65535"]
  }
}

resource "google_compute_firewall" "out" {
  name               = "out"
  network            = google_compute_network.paper.id
  direction          = "EGRESS"
  destination_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "all"
  }
}

resource "google_compute_router_nat" "paper" {
  name                               = "paper"
  router                             = "paper"
  region                             = var.region
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}

resource "google_compute_vpn_tunnel" "print" {
  name          = "print"
  peer_ip       = "203.0.113.20"
  shared_secret = "Paper-2026"
  ike_version   = 1
}

resource "google_compute_ssl_policy" "old" {
  name            = "old"
  profile         = "COMPATIBLE"
  min_tls_version = "TLS_1_0"
}

resource "google_compute_target_http_proxy" "paper" {
  name    = "paper"
  url_map = "paper"
}

resource "google_compute_region_target_http_proxy" "paper" {
  name    = "paper"
  url_map = "paper"
}

resource "google_compute_target_https_proxy" "paper" {
  name    = "paper"
  url_map = "paper"
}

resource "google_compute_backend_service" "paper" {
  name = "paper"
}

resource "google_compute_security_policy" "paper" {
  name = "paper"
}

resource "google_dns_managed_zone" "paper" {
  name     = "paper"
  dns_name = "paper.example."

  dnssec_config {
    state = "off"

    default_key_specs {
      algorithm = "rsasha1"
      key_type  = "zoneSigning"
    }
  }
}

resource "google_dns_policy" "paper" {
  name           = "paper"
  enable_logging = false

  networks {
    network_url = google_compute_network.paper.id
  }
}
