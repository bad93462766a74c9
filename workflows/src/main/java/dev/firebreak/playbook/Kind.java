package dev.firebreak.playbook;

import java.util.List;

/** What a file is. */
public enum Kind {
  BPMN("playbook.bpmn"),
  DMN(".dmn");

  /** The decision tables there are. */
  public static final List<String> TABLES = List.of("triage", "policy");

  private final String file;

  Kind(String file) {
    this.file = file;
  }

  /** Of the playbook or table of this name. */
  public static Kind of(String name) {
    return TABLES.contains(name) ? DMN : BPMN;
  }

  /** Where its file is, below the folder of playbooks. */
  public static String path(String name) {
    Kind kind = of(name);
    return kind == DMN ? name + kind.file : name + "/" + kind.file;
  }

  /** Whether something may be called so: it is a folder's name and a process id. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]{0,63}");
  }
}
