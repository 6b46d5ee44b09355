# Who may sign in, from where and how. The emergency accounts are kept out of what could lock everybody out.

resource "azuread_named_location" "office" {
  display_name = "Office"

  ip {
    ip_ranges = ["203.0.113.0/28"]
    trusted   = true
  }
}

resource "azuread_authentication_strength_policy" "phishing_resistant" {
  display_name         = "Phishing resistant"
  allowed_combinations = ["fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor"]
}

resource "azuread_conditional_access_policy" "second_factor" {
  display_name = "Everybody needs a second factor, everywhere"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}

resource "azuread_conditional_access_policy" "administrators" {
  display_name = "Administrators need keys that cannot be phished, and sign in again every four hours"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_roles  = [azuread_directory_role.global_administrator.template_id]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator                          = "OR"
    authentication_strength_policy_id = azuread_authentication_strength_policy.phishing_resistant.id
  }

  session_controls {
    sign_in_frequency        = 4
    sign_in_frequency_period = "hours"
    persistent_browser_mode  = "never"
  }
}

resource "azuread_conditional_access_policy" "legacy" {
  display_name = "No sign-in by protocols without a second factor"
  state        = "enabled"

  conditions {
    client_app_types = ["exchangeActiveSync", "other"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}

resource "azuread_conditional_access_policy" "risky_sign_in" {
  display_name = "Risky sign-ins are blocked"
  state        = "enabled"

  conditions {
    client_app_types    = ["all"]
    sign_in_risk_levels = ["high"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}

resource "azuread_conditional_access_policy" "risky_user" {
  display_name = "Accounts that are probably stolen are blocked"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]
    user_risk_levels = ["high"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}

resource "azuread_conditional_access_policy" "device_code" {
  display_name = "No sign-in by codes typed on another device"
  state        = "enabled"

  conditions {
    client_app_types                     = ["all"]
    authentication_flow_transfer_methods = ["deviceCodeFlow"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}

resource "azuread_conditional_access_policy" "managed_device" {
  display_name = "Work happens on managed devices"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["Office365"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["compliantDevice", "domainJoinedDevice"]
  }
}

resource "azuread_conditional_access_policy" "registration" {
  display_name = "A new second factor is registered with an existing one"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_user_actions = ["urn:user:registersecurityinfo"]
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}

resource "azuread_conditional_access_policy" "cloud_management" {
  display_name = "Managing Azure needs a second factor"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] # Windows Azure Service Management API
    }

    users {
      included_users  = ["All"]
      excluded_groups = [azuread_group.emergency.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}

# The record of sign-ins and changes leaves the tenant, which keeps it for 30 days only.
resource "azurerm_monitor_aad_diagnostic_setting" "tenant" {
  name               = "tenant"
  storage_account_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/audit/providers/Microsoft.Storage/storageAccounts/auditlogs"

  dynamic "enabled_log" {
    for_each = [
      "AuditLogs", "SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs",
      "ManagedIdentitySignInLogs", "RiskyUsers", "UserRiskEvents",
    ]

    content {
      category = enabled_log.value
    }
  }
}
