"""Files from outside looked at apart, where they can do no harm, and the verdict on each."""
