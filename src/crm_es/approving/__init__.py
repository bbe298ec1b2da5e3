"""What is decided about an approval that runs: yes, forwarded, escalated, reminded (S1-35, S0-50).

Each function judges one wish and answers with what the event tells; it raises Refused where the wish is not granted.
"""

from crm_es.approving.agreeing import Verdict, say_yes
from crm_es.approving.asking import ask, other_hand
from crm_es.approving.moving import escalate, forward, remind
from crm_es.approving.standing import is_barred, must_be_asked

__all__ = ["Verdict", "ask", "escalate", "forward", "is_barred", "must_be_asked", "other_hand", "remind", "say_yes"]
