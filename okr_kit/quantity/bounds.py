"""How people say that a number is the least or the most: in front of it and behind, as patterns of folded text."""

from __future__ import annotations

AT_LEAST = "不低于|不少于|不得低于|高于|大于等于|大于|超过|超|突破|多于|至少|最少|>=|≥|>"
AT_MOST = "不高于|不得高于|不得超过|不超过|不大于|低于|小于等于|小于|少于|至多|最多|<=|≤|<|控制在|控制到"
AT_LEAST_BEHIND = r"[及或]?以上|\+"
AT_MOST_BEHIND = "[及或]?以内|[及或]?以下|之内|内(?![训部容科外测心存审控功饰推])"
