# A newspaper on Google Cloud: a site in containers, an archive, a warehouse, recommendations.

provider "google" {
  project = var.project
  region  = var.region
}

resource "google_project" "paper" {
  name       = "paper"
  project_id = var.project
}

module "cluster" {
  source  = "./modules/cluster"
  name    = "paper"
  region  = var.region
  network = google_compute_network.paper.id
}

module "warehouse" {
  source = "./modules/warehouse"
  name   = "paper"
  region = var.region
}
