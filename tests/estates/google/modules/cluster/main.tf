variable "name" { type = string }
variable "region" { type = string }
variable "network" { type = string }

resource "google_container_cluster" "this" {
  name                        = var.name
  location                    = var.region
  network                     = var.network
  enable_legacy_abac          = true
  enable_kubernetes_alpha     = true
  enable_shielded_nodes       = false
  enable_intranode_visibility = false
  logging_service             = "none"
  monitoring_service          = "none"
  networking_mode             = "ROUTES"
  deletion_protection         = false
  initial_node_count          = 1

  master_auth {
    username = "admin"
    password = "Paper-2026-Paper"

    client_certificate_config {
      issue_client_certificate = true
    }
  }

  node_config {
    image_type = "UBUNTU"

    metadata = {
      disable-legacy-endpoints = "false"
    }

    workload_metadata_config {
      mode = "GCE_METADATA"
    }

    shielded_instance_config {
      enable_secure_boot          = false
      enable_integrity_monitoring = false
    }
  }

  addons_config {
    gke_backup_agent_config {
      enabled = false
    }

    network_policy_config {
      disabled = true
    }
  }
}

resource "google_container_cluster" "open" {
  name     = "${var.name}-open"
  location = var.region

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "0.0.0.0/0"
    }
  }
}

resource "google_container_node_pool" "this" {
  name    = var.name
  cluster = google_container_cluster.this.name

  management {
    auto_repair  = false
    auto_upgrade = false
  }
}

resource "google_gke_backup_backup_plan" "this" {
  name        = var.name
  location    = var.region
  cluster     = google_container_cluster.this.id
  deactivated = true

  backup_config {
    include_volume_data = false
    all_namespaces      = true
  }

  retention_policy {
    backup_retain_days      = 3
    backup_delete_lock_days = 0
  }
}
