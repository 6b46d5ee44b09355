# Tier 1 and 2: a load balancer with a web filter, and a machine that only it reaches.

resource "google_compute_ssl_policy" "shop" {
  name            = "shop"
  profile         = "RESTRICTED"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_managed_ssl_certificate" "shop" {
  name = "shop"

  managed {
    domains = ["shop.example"]
  }
}

resource "google_compute_security_policy" "shop" {
  name = "shop"

  rule {
    action   = "deny(403)"
    priority = 1

    match {
      expr {
        expression = "evaluatePreconfiguredExpr('cve-canary')"
      }
    }
  }

  rule {
    action   = "allow"
    priority = 2147483647

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

resource "google_compute_health_check" "web" {
  name = "web"

  https_health_check {
    port = 443
  }
}

resource "google_compute_instance_group" "web" {
  name      = "web"
  zone      = "europe-west1-b"
  instances = [google_compute_instance.web.id]

  named_port {
    name = "https"
    port = 443
  }
}

resource "google_compute_backend_service" "web" {
  name            = "web"
  protocol        = "HTTPS"
  port_name       = "https"
  health_checks   = [google_compute_health_check.web.id]
  security_policy = google_compute_security_policy.shop.id

  backend {
    group = google_compute_instance_group.web.id
  }

  log_config {
    enable      = true
    sample_rate = 1
  }
}

resource "google_compute_url_map" "web" {
  name            = "web"
  default_service = google_compute_backend_service.web.id
}

resource "google_compute_target_https_proxy" "web" {
  name             = "web"
  url_map          = google_compute_url_map.web.id
  ssl_certificates = [google_compute_managed_ssl_certificate.shop.id]
  ssl_policy       = google_compute_ssl_policy.shop.id
}

resource "google_compute_global_forwarding_rule" "web" {
  name       = "web"
  target     = google_compute_target_https_proxy.web.id
  port_range = "443"
}

resource "google_compute_instance" "web" {
  name                      = "web"
  machine_type              = "e2-small"
  zone                      = "europe-west1-b"
  tags                      = ["web"]
  deletion_protection       = true
  allow_stopping_for_update = true

  boot_disk {
    auto_delete       = false
    kms_key_self_link = google_kms_crypto_key.shop["disks"].id
    source            = google_compute_disk.web.id
  }

  network_interface {
    subnetwork = google_compute_subnetwork.web.id
  }

  metadata = {
    block-project-ssh-keys = "true"
    enable-oslogin         = "TRUE"
    serial-port-enable     = "false"
  }

  service_account {
    email  = google_service_account.web.email
    scopes = ["cloud-platform"]
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }
}

resource "google_compute_disk" "web" {
  name  = "web"
  zone  = "europe-west1-b"
  image = "debian-cloud/debian-12"

  disk_encryption_key {
    kms_key_self_link = google_kms_crypto_key.shop["disks"].id
  }
}

resource "google_compute_resource_policy" "daily" {
  name   = "daily"
  region = "europe-west1"

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "03:00"
      }
    }

    retention_policy {
      max_retention_days    = 30
      on_source_disk_delete = "KEEP_AUTO_SNAPSHOTS"
    }

    snapshot_properties {
      storage_locations = ["eu"]
    }
  }
}

resource "google_compute_disk_resource_policy_attachment" "web" {
  name = google_compute_resource_policy.daily.name
  disk = google_compute_disk.web.name
  zone = "europe-west1-b"
}

resource "google_os_config_patch_deployment" "weekly" {
  patch_deployment_id = "weekly"

  instance_filter {
    all = true
  }

  recurring_schedule {
    time_of_day {
      hours = 4
    }

    weekly {
      day_of_week = "SUNDAY"
    }
  }
}
