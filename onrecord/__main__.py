"""`python -m onrecord COMMAND`."""

from onrecord.command_line import main

if __name__ == "__main__":
    main()
