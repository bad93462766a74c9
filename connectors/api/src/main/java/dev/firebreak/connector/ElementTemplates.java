package dev.firebreak.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Element templates of Camunda 7
 * (https://docs.camunda.io/docs/components/modeler/desktop-modeler/element-templates/c7-templates/about-templates/)
 * made from a connector's actions: an external task with the action's topic and one input parameter
 * for each input.
 */
public final class ElementTemplates {
  private static final String SCHEMA =
      "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json";
  private static final Set<String> LONG_TEXTS = Set.of("description", "reason", "text", "comment");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ElementTemplates() {}

  /**
   * One template for each action.
   *
   * @param instance the connector's configured name, the part of the topic before the dot
   */
  public static ArrayNode of(String instance, List<Action<?, ?>> actions) {
    ArrayNode all = JSON.arrayNode();
    actions.forEach(a -> all.add(template(instance, a)));
    return all;
  }

  private static ObjectNode template(String instance, Action<?, ?> action) {
    String topic = instance + "." + action.name();
    ObjectNode t = JSON.objectNode();
    t.put("$schema", SCHEMA);
    t.put("name", instance + ": " + action.name().replace('-', ' '));
    t.put("id", "dev.firebreak." + topic);
    t.put("description", action.description());
    t.putArray("keywords").add(instance).add(words(action.effect()));
    t.put("version", 1);
    t.putArray("appliesTo").add("bpmn:Task");
    t.putObject("elementType").put("value", "bpmn:ServiceTask");
    t.putArray("groups").addObject().put("id", "inputs").put("label", "Inputs");
    t.put("entriesVisible", true);
    ArrayNode properties = t.putArray("properties");
    hidden(properties, "camunda:type", "external");
    hidden(properties, "camunda:topic", topic);
    action.fields().forEach(f -> input(properties, f));
    return t;
  }

  private static void hidden(ArrayNode properties, String name, String value) {
    ObjectNode p = properties.addObject();
    p.put("type", "Hidden").put("value", value);
    p.putObject("binding").put("type", "property").put("name", name);
  }

  private static void input(ArrayNode properties, Field c) {
    ObjectNode p = properties.addObject();
    boolean flag = c.kind() == Field.Kind.FLAG && !c.list();
    p.put("label", label(c));
    p.put("description", c.description());
    p.put("type", flag ? "Dropdown" : LONG_TEXTS.contains(c.name()) ? "Text" : "String");
    p.put("group", "inputs");
    if (flag) {
      ArrayNode choices = p.putArray("choices");
      choices.addObject().put("name", "yes").put("value", "${true}");
      choices.addObject().put("name", "no").put("value", "${false}");
    }
    p.putObject("binding").put("type", "camunda:inputParameter").put("name", c.name());
    if (!c.required()) {
      p.put("optional", true);
    } else {
      p.putObject("constraints").put("notEmpty", true);
    }
  }

  private static String label(Field c) {
    String spaced = c.name().replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
