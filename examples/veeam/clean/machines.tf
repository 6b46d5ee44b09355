# Two machines on AWS. Veeam Backup for AWS takes both, into a repository that nobody can empty.
provider "aws" {
  region = "eu-central-1"
}

resource "aws_instance" "orders" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7i.large"

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    encrypted = true
  }
}

resource "aws_instance" "billing" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7i.large"

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    encrypted = true
  }
}
