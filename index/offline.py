"""No library that Onrecord uses may reach for the network.

The settings are read by the libraries when they are imported, so this runs before they are. A
setting made in the environment is left as it is."""

from __future__ import annotations

import os

SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
}


def stay_offline() -> None:
    """Tell the libraries' own switches to stay off the network."""
    for name, value in SWITCHES.items():
        os.environ.setdefault(name, value)
