variable "names" { default = ["a", "b"] }
module "m" {
  for_each = toset(var.names)
  source   = "./m"
  v        = terraform_data.x.id
}
resource "terraform_data" "x" {
  input = { a = 1, b = sensitive("s") }
}
resource "terraform_data" "y" {
  count = 2
  input = [terraform_data.x.id, "k", module.m["a"].out]
}
