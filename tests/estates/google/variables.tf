variable "project" {
  type    = string
  default = "paper-0001"
}

variable "region" {
  type    = string
  default = "europe-west1"
}

variable "open_ports" {
  type    = map(string)
  default = { ssh = "22", rdp = "3389", ftp = "21", ftp-data = "20", mysql = "3306", http = "80" }
}
