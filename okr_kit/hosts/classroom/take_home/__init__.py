"""我的两天: what a learner made, to be carried away as a workbook, on paper and as text."""
