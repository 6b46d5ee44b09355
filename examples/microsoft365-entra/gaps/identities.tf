# A Microsoft 365 tenant as many start: it works, and leaves most of the customer's duties undone.

resource "azuread_user" "alex" {
  user_principal_name         = "alex@contoso.example"
  display_name                = "Alex"
  password                    = "Welcome-2026"
  disable_password_expiration = true
}

resource "azuread_directory_role" "global_administrator" {
  display_name = "Global Administrator"
}

# Administrator at every hour of the day, and the only one.
resource "azuread_directory_role_assignment" "alex" {
  role_id             = azuread_directory_role.global_administrator.template_id
  principal_object_id = azuread_user.alex.object_id
}

resource "azuread_group" "everybody" {
  display_name             = "Everybody"
  types                    = ["Unified"]
  mail_enabled             = true
  mail_nickname            = "everybody"
  security_enabled         = true
  visibility               = "Public" # anyone in the tenant may read its files and mails
  external_senders_allowed = true
}
