# Who may sign in, from where and how.

resource "azuread_named_location" "office" {
  display_name = "Office"

  ip {
    ip_ranges = ["0.0.0.0/1"] # half the internet
    trusted   = true
  }
}

# Second factor for everybody: planned, but only reported, and not asked for in the trusted half of the internet.
resource "azuread_conditional_access_policy" "second_factor" {
  display_name = "Second factor"
  state        = "enabledForReportingButNotEnforced"

  conditions {
    client_app_types = ["browser", "mobileAppsAndDesktopClients"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users = ["All"]
    }

    locations {
      included_locations = ["All"]
      excluded_locations = [azuread_named_location.office.object_id]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa", "approvedApplication"]
  }
}

resource "azuread_authentication_strength_policy" "weak" {
  display_name         = "Any second factor"
  allowed_combinations = ["password,sms", "password,voice"]
}
