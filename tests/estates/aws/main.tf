# A parcel tracker on AWS: containers and functions in front, queues and streams between, a data lake behind.

terraform {
  backend "s3" {
    bucket = "parcels-state"
    key    = "tracker.tfstate"
    region = "eu-west-1"
  }
}

provider "aws" {
  region = var.region
}

module "api" {
  source   = "./modules/service"
  name     = "api"
  image    = "parcels/api:latest"
  vpc_id   = aws_vpc.parcels.id
  subnets  = aws_subnet.public[*].id
  db_host  = aws_rds_cluster.parcels.endpoint
  password = "Parcel-2026-Parcel"
}

module "tracker" {
  source   = "./modules/service"
  name     = "tracker"
  image    = "parcels/tracker:latest"
  vpc_id   = aws_vpc.parcels.id
  subnets  = aws_subnet.public[*].id
  db_host  = aws_docdb_cluster.events.endpoint
  password = "Parcel-2026-Parcel"
}

module "lake" {
  source = "./modules/lake"
  name   = "parcels"
  vpc_id = aws_vpc.parcels.id
}
