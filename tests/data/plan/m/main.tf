variable "v" {}
resource "terraform_data" "z" { input = "${var.v}-z" }
output "out" { value = terraform_data.z.id }
