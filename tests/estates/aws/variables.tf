variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "zones" {
  type    = list(string)
  default = ["eu-west-1a", "eu-west-1b"]
}

variable "open_ports" {
  description = "Ports of the depot's machines."
  type        = map(number)
  default     = { ssh = 22, rdp = 3389, http = 80, postgres = 5432 }
}
