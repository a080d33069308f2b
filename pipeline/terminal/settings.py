"""How much is said. One state for the whole process, as the streams are that it is said on."""

from dataclasses import dataclass


@dataclass(slots=True)
class Settings:
    """What the options that every command has were set to."""

    quiet: bool = False
    debug: bool = False

    def reset(self) -> None:
        """Forget what an earlier call of the command line in this process has set."""
        self.quiet = self.debug = False


settings = Settings()
