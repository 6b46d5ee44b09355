# An application that reads one mailbox at night, without a password of its own.

resource "azuread_application" "export" {
  display_name     = "Export"
  sign_in_audience = "AzureADMyOrg"
  owners           = azuread_user.emergency[*].object_id

  web {
    redirect_uris = ["https://export.contoso.example/login"]

    implicit_grant {
      access_token_issuance_enabled = false
      id_token_issuance_enabled     = false
    }
  }

  required_resource_access {
    resource_app_id = "00000003-0000-0000-c000-000000000000" # Microsoft Graph

    resource_access {
      id   = "e1fe6dd8-ba31-4d61-89e7-88639da4683d" # User.Read
      type = "Scope"
    }
  }
}

resource "azuread_service_principal" "export" {
  client_id                    = azuread_application.export.client_id
  app_role_assignment_required = true
  owners                       = azuread_user.emergency[*].object_id
}

# The pipeline proves who it is with its own token; there is no secret to leak.
resource "azuread_application_federated_identity_credential" "export" {
  application_id = azuread_application.export.id
  display_name   = "pipeline"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:contoso/export:environment:production"
}
