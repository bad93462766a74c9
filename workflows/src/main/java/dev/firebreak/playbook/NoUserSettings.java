package dev.firebreak.playbook;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from reading the settings of whoever runs the server, and from starting a git program
 * to find out where the machine's are.
 */
final class NoUserSettings extends SystemReader.Delegate {
  private NoUserSettings() {
    super(SystemReader.getInstance());
  }

  /** For the whole process; there is one reader. */
  static void install() {
    if (!(SystemReader.getInstance() instanceof NoUserSettings)) {
      SystemReader.setInstance(new NoUserSettings());
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  private static final class Nothing extends FileBasedConfig {
    @SuppressWarnings("NullAway") // JGit's own way to say that there is no file and no parent
    Nothing(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is nothing.
    }

    @Override
    public void save() {
      // What it finds out about the disk it may find out again after a restart.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
