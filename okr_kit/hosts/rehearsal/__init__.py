"""Simulated learners for the evening before: clients of a running class, so that console and stage are alive.

What they send goes to the class server over HTTP on the same computer, as from phones: they join with the class's code,
hold ``/pulse``, go where the class goes, and post their acts. Counts, consents, refusals and the store behave as in class.

What they see they do not read out of HTML. They live in the server's process and are given the view as data
(:func:`okr_kit.hosts.classroom.answers.nodes`): forms, choices, fields, buttons. So there is no code for any exercise,
and a lecturer's own ones are played too. What an answer is worth they find out as a person does who knows the subject: by
thinking it through, which here is the engine, that carries an act out on a copy and says what came of it. A learner who
is to be right takes the best of what came to his mind, one who is to be wrong another.
"""
