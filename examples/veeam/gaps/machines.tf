# Two machines on AWS. Veeam Backup for AWS takes snapshots of one of them; the other is left out.
provider "aws" {
  region = "eu-central-1"
}

resource "aws_instance" "orders" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7i.large"
}

resource "aws_instance" "billing" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7i.large"
}
