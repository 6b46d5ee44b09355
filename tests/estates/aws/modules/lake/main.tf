variable "name" { type = string }
variable "vpc_id" { type = string }

resource "aws_s3_bucket" "raw" {
  bucket = "${var.name}-raw"
}

resource "aws_athena_workgroup" "this" {
  name          = var.name
  force_destroy = true

  configuration {
    enforce_workgroup_configuration = false
  }
}

resource "aws_glue_job" "this" {
  name         = var.name
  role_arn     = "arn:aws:iam::111122223333:role/glue"
  glue_version = "1.0"

  command {
    script_location = "s3://${aws_s3_bucket.raw.bucket}/job.py"
  }
}

resource "aws_glue_crawler" "this" {
  name          = var.name
  role          = "arn:aws:iam::111122223333:role/glue"
  database_name = var.name
}

resource "aws_glue_data_catalog_encryption_settings" "this" {
  data_catalog_encryption_settings {
    connection_password_encryption {
      return_connection_password_encrypted = false
    }

    encryption_at_rest {
      catalog_encryption_mode = "DISABLED"
    }
  }
}
