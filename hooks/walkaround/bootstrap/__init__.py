"""From zero to strict, and whether it still is: `walkaround init` and `walkaround doctor`.

Commands, no hooks: each module has a `main(argv)` and is imported when it is called. `init` asks every part for its
steps (`_plan.Part`), shows them as a diff, and writes them all or none.
"""
