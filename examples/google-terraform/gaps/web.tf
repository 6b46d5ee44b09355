# Tier 1 and 2: a machine with an address of its own, straight on the internet.

resource "google_compute_instance" "web" {
  name           = "web"
  machine_type   = "e2-small"
  zone           = "europe-west1-b"
  can_ip_forward = true

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }

  attached_disk {
    source = google_compute_disk.cache.id
  }

  network_interface {
    network = google_compute_network.shop.id

    access_config {}
  }

  metadata = {
    serial-port-enable = "true"
  }

  service_account {
    scopes = ["cloud-platform"] # of the default account, which is an editor of the project
  }
}

resource "google_compute_disk" "cache" {
  name = "cache"
  zone = "europe-west1-b"
  size = 50
}
