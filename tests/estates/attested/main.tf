# A small practice that keeps its books elsewhere: one database in code, the rest is attested, badly.

resource "aws_db_instance" "books" {
  identifier          = "books"
  engine              = "postgres"
  instance_class      = "db.t4g.small"
  skip_final_snapshot = true
}

resource "salesforce_user" "reception" {
  username = "reception@practice.example"
  email    = "reception@practice.example"
}
