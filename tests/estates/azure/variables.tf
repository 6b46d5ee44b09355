variable "location" {
  type    = string
  default = "westeurope"
}

variable "open_ports" {
  type    = list(number)
  default = [22, 80, 1433, 3306, 3389]
}
