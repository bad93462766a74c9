package dev.firebreak.connector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting says about a secret: where it is kept, or the secret itself. Its text form is for
 * people and shows no secret.
 */
public sealed interface SecretReference {
  Pattern VAULT =
      Pattern.compile("([A-Za-z0-9._~+@-]+(?:/[A-Za-z0-9._~+@-]+)+)#([A-Za-z0-9._-]{1,128})");

  /** The secret stands in the settings. */
  record Plain(Secret value) implements SecretReference {
    @Override
    public String toString() {
      return "(not shown)";
    }
  }

  /** It is the content of a file, without white space around it: {@code file:PATH}. */
  record InFile(String path) implements SecretReference {
    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /** It is the value of an environment variable: {@code env:NAME}. */
  record InEnvironment(String name) implements SecretReference {
    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /**
   * It is a field of a secret of HashiCorp Vault: {@code vault:PATH#FIELD}.
   *
   * @param path of the API, for the KV engine of version 2 {@code MOUNT/data/NAME}
   * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2">KV version 2</a>
   */
  record InVault(String path, String field) implements SecretReference {
    @Override
    public String toString() {
      return "vault:" + path + "#" + field;
    }
  }

  /**
   * Reads it; whether the secret is there is not looked at.
   *
   * @throws IllegalArgumentException what is wrong with a reference that can name nothing
   */
  static SecretReference of(String text) {
    if (text.startsWith("file:")) {
      String path = text.substring("file:".length());
      if (path.isBlank() || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("write file: and the path of a file");
      }
      return new InFile(path);
    }
    if (text.startsWith("env:")) {
      String name = text.substring("env:".length());
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException("write env: and the name of an environment variable");
      }
      return new InEnvironment(name);
    }
    if (text.startsWith("vault:")) {
      Matcher parts = VAULT.matcher(text.substring("vault:".length()));
      if (!parts.matches() || parts.group(1).contains("..")) {
        throw new IllegalArgumentException(
            "write vault:PATH#FIELD, for example vault:secret/data/okta#token");
      }
      return new InVault(parts.group(1), parts.group(2));
    }
    return new Plain(Secret.of(text));
  }
}
