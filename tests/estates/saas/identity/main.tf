# Who may sign in where: Entra ID, Okta and Google Workspace of a consultancy.

resource "azuread_conditional_access_policy" "second_factor" {
  display_name = "Second factor for all"
  state        = "enabledForReportingButNotEnforced"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users = ["All"]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa", "compliantDevice"]
  }

  session_controls {
    disable_resilience_defaults = true
  }
}

resource "azuread_conditional_access_policy" "administrators" {
  display_name = "Administrators"
  state        = "enabled"

  conditions {
    client_app_types = ["browser"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users = ["11111111-1111-1111-1111-111111111111"]
      excluded_users = ["a", "b", "c", "d", "e", "f", "g"]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}

resource "azuread_named_location" "offices" {
  display_name = "Offices"

  ip {
    ip_ranges = ["10.0.0.0/8", "203.0.0.0/8"]
    trusted   = true
  }
}

resource "azuread_named_location" "countries" {
  display_name = "Countries"

  country {
    countries_and_regions                 = ["DE"]
    include_unknown_countries_and_regions = true
  }
}

resource "azuread_authentication_strength_policy" "weak" {
  display_name         = "Weak"
  allowed_combinations = ["password", "sms"]
}

resource "azuread_application" "portal" {
  display_name                   = "portal"
  sign_in_audience               = "AzureADandPersonalMicrosoftAccount"
  fallback_public_client_enabled = true
  owners                         = ["11111111-1111-1111-1111-111111111111"]

  required_resource_access {
    resource_app_id = "00000003-0000-0000-c000-000000000000"

    resource_access {
      id   = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
      type = "Role"
    }
  }

  web {
    redirect_uris = ["http://portal.example/callback", "https://*.portal.example/"]

    implicit_grant {
      access_token_issuance_enabled = true
      id_token_issuance_enabled     = true
    }
  }
}

resource "azuread_application_password" "portal" {
  application_id = azuread_application.portal.id
  end_date       = "2099-12-31T00:00:00Z"
}

resource "azuread_application_certificate" "portal" {
  application_id    = azuread_application.portal.id
  type              = "AsymmetricX509Cert"
  value             = "MIIB"
  end_date_relative = "43800h"
}

resource "azuread_application_federated_identity_credential" "deploy" {
  application_id = azuread_application.portal.id
  display_name   = "deploy"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:consultancy/*"
}

resource "azuread_service_principal" "portal" {
  client_id                    = azuread_application.portal.client_id
  app_role_assignment_required = false
}

resource "azuread_service_principal_delegated_permission_grant" "portal" {
  service_principal_object_id          = azuread_service_principal.portal.object_id
  resource_service_principal_object_id = "graph"
  claim_values                         = ["Directory.ReadWrite.All", "Mail.ReadWrite"]
}

resource "azuread_directory_role" "global" {
  display_name = "Global Administrator"
}

resource "azuread_directory_role_assignment" "global" {
  role_id             = azuread_directory_role.global.template_id
  principal_object_id = azuread_user.chief.object_id
}

resource "azuread_user" "chief" {
  user_principal_name     = "chief@consultancy.example"
  display_name            = "Chief"
  password                = "Sommer2026!"
  disable_strong_password = true
  force_password_change   = false
  onpremises_immutable_id = "abc"
}

resource "azuread_group" "everyone" {
  display_name             = "Everyone"
  types                    = ["Unified", "DynamicMembership"]
  visibility               = "Public"
  external_senders_allowed = true
  mail_enabled             = true
  mail_nickname            = "everyone"
  assignable_to_role       = false

  dynamic_membership {
    enabled = true
    rule    = "user.department -eq \"IT\""
  }
}

resource "azuread_group" "administrators" {
  display_name       = "Exchange administrators"
  security_enabled   = true
  assignable_to_role = true
  owners             = [azuread_user.chief.object_id]
}

resource "azuread_directory_role_assignment" "exchange" {
  role_id             = "29232cdf-9323-42fd-ade2-1d097af3e4de"
  principal_object_id = azuread_group.administrators.object_id
}

resource "azuread_group_role_management_policy" "administrators" {
  group_id = azuread_group.administrators.object_id
  role_id  = "member"

  activation_rules {
    maximum_duration                   = "PT24H"
    require_approval                   = false
    require_justification              = false
    require_multifactor_authentication = false
  }

  active_assignment_rules {
    expiration_required = false
  }
}

resource "azuread_privileged_access_group_assignment_schedule" "chief" {
  group_id             = azuread_group.administrators.object_id
  principal_id         = azuread_user.chief.object_id
  assignment_type      = "member"
  permanent_assignment = true
}

resource "azuread_access_package_assignment_policy" "partners" {
  access_package_id = "partners"
  display_name      = "Partners"
  description       = "Partners"
}

resource "azurerm_monitor_aad_diagnostic_setting" "directory" {
  name                       = "directory"
  log_analytics_workspace_id = "workspace"

  enabled_log {
    category = "AuditLogs"
  }
}

resource "okta_policy_password" "everyone" {
  name                          = "everyone"
  status                        = "ACTIVE"
  password_min_length           = 8
  password_history_count        = 0
  password_max_lockout_attempts = 0
  password_dictionary_lookup    = false
  question_recovery             = "ACTIVE"
  sms_recovery                  = "ACTIVE"
  call_recovery                 = "ACTIVE"
}

resource "okta_policy_rule_signon" "everyone" {
  name               = "everyone"
  mfa_required       = false
  session_idle       = 720
  session_lifetime   = 0
  session_persistent = true
}

resource "okta_app_signon_policy_rule" "portal" {
  policy_id   = "portal"
  name        = "portal"
  factor_mode = "1FA"
}

resource "okta_policy_mfa" "everyone" {
  name              = "everyone"
  status            = "ACTIVE"
  okta_sms          = { enroll = "OPTIONAL" }
  okta_call         = { enroll = "OPTIONAL" }
  okta_question     = { enroll = "OPTIONAL" }
  security_question = { enroll = "OPTIONAL" }
}

resource "okta_factor" "sms" {
  provider_id = "okta_sms"
  active      = true
}

resource "okta_group_role" "helpdesk" {
  group_id              = "helpdesk"
  role_type             = "SUPER_ADMIN"
  disable_notifications = true
}

resource "okta_user_admin_roles" "super" {
  for_each    = toset(["a", "b", "c", "d", "e", "f"])
  user_id     = each.key
  admin_roles = ["SUPER_ADMIN"]
}

resource "okta_app_oauth" "portal" {
  label                      = "portal"
  type                       = "web"
  grant_types                = ["implicit", "password"]
  redirect_uris              = ["http://portal.example/callback"]
  token_endpoint_auth_method = "client_secret_basic"
  pkce_required              = false
  wildcard_redirect          = "SUBDOMAIN"
  refresh_token_rotation     = "STATIC"
}

resource "okta_network_zone" "world" {
  name     = "world"
  type     = "IP"
  gateways = ["0.0.0.0/0"]
  status   = "ACTIVE"
}

resource "okta_threat_insight_settings" "consultancy" {
  action = "none"
}

resource "okta_user" "robot" {
  first_name = "Robot"
  last_name  = "Robot"
  login      = "robot@consultancy.example"
  email      = "robot@consultancy.example"
  password   = "Sommer2026!"
}

resource "okta_trusted_origin" "old" {
  name   = "old"
  origin = "http://old.example"
  scopes = ["CORS"]
}

resource "okta_log_stream" "old" {
  name   = "old"
  type   = "aws_eventbridge"
  status = "INACTIVE"
}

resource "googleworkspace_user" "administrator" {
  primary_email                 = "admin@consultancy.example"
  password                      = "Sommer2026!"
  hash_function                 = "MD5"
  is_admin                      = true
  change_password_at_next_login = false

  name {
    family_name = "Admin"
    given_name  = "One"
  }
}

resource "googleworkspace_group_settings" "all" {
  email                  = "all@consultancy.example"
  allow_external_members = true
  who_can_join           = "ANYONE_CAN_JOIN"
  who_can_post_message   = "ANYONE_CAN_POST"
  who_can_view_group     = "ANYONE_CAN_VIEW"
  who_can_discover_group = "ANYONE_CAN_DISCOVER"
  spam_moderation_level  = "ALLOW"
}
