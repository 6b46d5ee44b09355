# The same tenant with the customer's duties done.

# Two accounts for the day when nothing else works: cloud only, strong keys in a safe, every use raises an alarm.
resource "random_password" "emergency" {
  count  = 2
  length = 48
}

resource "azuread_user" "emergency" {
  count               = 2
  user_principal_name = "emergency-${count.index + 1}@contoso.onmicrosoft.example"
  display_name        = "Emergency access ${count.index + 1}"
  password            = random_password.emergency[count.index].result
}

resource "azuread_group" "emergency" {
  display_name       = "Emergency access"
  security_enabled   = true
  assignable_to_role = true
  members            = azuread_user.emergency[*].object_id
}

resource "azuread_directory_role" "global_administrator" {
  display_name = "Global Administrator"
}

resource "azuread_directory_role_assignment" "emergency" {
  count               = 2
  role_id             = azuread_directory_role.global_administrator.template_id
  principal_object_id = azuread_user.emergency[count.index].object_id
}

resource "azuread_group" "administrators" {
  display_name       = "Administrators"
  security_enabled   = true
  assignable_to_role = true
}

# Administrators are administrators for the hours they need, not for ever.
resource "azuread_directory_role_eligibility_schedule_request" "administrators" {
  role_definition_id = azuread_directory_role.global_administrator.template_id
  principal_id       = azuread_group.administrators.object_id
  directory_scope_id = "/"
  justification      = "Administration of the tenant, activated when needed"
}

resource "azuread_group" "everybody" {
  display_name             = "Everybody"
  types                    = ["Unified"]
  mail_enabled             = true
  mail_nickname            = "everybody"
  security_enabled         = true
  visibility               = "Private"
  external_senders_allowed = false
}
