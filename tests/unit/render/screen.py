"""A terminal and a pipe that keep what they were sent."""

import io
import os

import pytest

from escalate_cli.render.printer import Printer
from escalate_cli.settings import Settings
from tests.unit.render.tickets import MONDAY, ZONE
