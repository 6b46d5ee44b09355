variable "t" {
  type = string
  default = "x"
  nullable = true
  sensitive = false
}
variable "n" {
  type = number
  default = 0
}
variable "on" {
  type = bool
  default = true
  validation {
    condition = true
    error_message = "no"
  }
}
variable "l" {
  type = list(string)
  default = []
  validation {
    condition = true
    error_message = "no"
  }
}
variable "m" {
  type = map(string)
  default = {"a": "x"}
  validation {
    condition = true
    error_message = "no"
  }
}
variable "o" {
  type = object({ a = string, b = optional(string, "b"), c = optional(list(number)) })
  default = {"a": "x"}
}
resource "aws_security_group" "g" {
  ingress {
    to_port = length((keys(({ a = var.o.a }))))
    from_port = length(var.l)
    protocol = ((var.n) > 3) ? (element(concat(([]), [(path.module)]), 0)) : (var.unset)
    cidr_blocks = sort((aws_kms_key.k[*].arn))
  }
  dynamic "ingress" {
    for_each = compact((values(({ a = var.o.a }))))
    content {
      from_port = var.n
    }
  }
  dynamic "ingress" {
    for_each = []
    content {
      to_port = var.n
    }
  }
  dynamic "egress" {
    for_each = { for k, v in { for v in (tolist(toset((["0.0.0.0/0"])))) : v => v... } : k => v[0] }
    content {
    }
  }
  dynamic "egress" {
    for_each = { ((coalesce((data.aws_region.r.name), "d"))) = (terraform.workspace), "q-${(length((aws_kms_key.k[*].arn)))}" = (data.aws_region.r.name) }
    content {
      cidr_blocks = [for k, v in (var.m) : k]
      description = var.t
    }
  }
}
resource "aws_sqs_queue" "q" {
  for_each = toset(keys((var.m)))
  name = element(concat((sort((var.l))), [("")]), 0)
}
resource "aws_s3_bucket" "b" {
  count = floor(abs(length(var.l))) % 4
  provider = aws.x
  lifecycle {
    ignore_changes = [tags]
    precondition {
      condition = var.on
    }
    precondition {
      error_message = "no"
      condition = var.on
    }
  }
  provisioner "local-exec" {
  }
  provisioner "local-exec" {
    when = destroy
  }
  dynamic "logging" {
    for_each = sort((concat(([]), (aws_kms_key.k[*].arn))))
    content {
      target_bucket = replace(("%{ for k, v in ({}) }${k}=${v};%{ endfor }"), "a", (coalesce(("x"), "d")))
    }
  }
  dynamic "logging" {
    for_each = values(({ ((try(one(module.m[*].id), "none"))) = (try(one(module.m[*].id), "none")), "q-${(2e0)}" = (data.aws_region.r.name) }))
    content {
    }
  }
}
resource "aws_iam_role_policy" "p" {
  for_each = toset([for v in ([for v in (var.l) : upper(v) if v != ("x")]) : upper(v) if v != (join("-", (var.l)))])
}
variable "unset" {
}
variable "maybe" {
}
resource "aws_kms_key" "k" {
  enable_key_rotation = true
}
data "aws_region" "r" {
}
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = local.m
  }
}
provider "aws" {
  alias = "x"
  region = var.t
}
moved {
  from = aws_s3_bucket.old
  to = aws_s3_bucket.a
}
import {
  to = aws_s3_bucket.a
  id = "x"
}
check "c" {
  assert {
    condition = var.on
    error_message = "no"
  }
}
locals {
  t = coalesce((""), "d")
  l = (contains(([]), (""))) ? (flatten([(var.l), [([])]])) : []
  m = (
merge(((
merge(({ a = var.o.a }), { b = (<<EOT
line ${var.t}
%{ if var.on ~}
  on
%{ endif ~}
EOT
) })
)), { b = ((
jsonencode({ a = (<<EOT
line ${var.t}
%{ if var.on ~}
  on
%{ endif ~}
EOT
), b = ([]), c = (var.maybe) })
)) })
)
}
module "m" {
  for_each = toset((false) ? (var.l) : [])
  t = coalesce((try(one(module.m[*].id), "none")), "d")
  l = ["0.0.0.0/0"]
  source = "./child"
}
output "o" {
  value = join("-", (concat(([]), (var.l))))
}
