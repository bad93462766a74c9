package dev.firebreak.connector.awsec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of EC2's queries, where lists are numbered from 1
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html).
 */
final class Parameters {
  private Parameters() {}

  static Map<String, String> filter(String name, List<String> values) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Filter.1.Name", name);
    numbered(parameters, "Filter.1.Value.", values);
    return parameters;
  }

  static Map<String, String> membership(String networkInterface, List<String> groups) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("NetworkInterfaceId", networkInterface);
    numbered(parameters, "SecurityGroupId.", groups);
    return parameters;
  }

  static Map<String, String> tags(String resource, Map<String, String> tags) {
    Map<String, String> parameters = keys(resource, List.copyOf(tags.keySet()));
    int n = 1;
    for (String key : tags.keySet()) {
      parameters.put("Tag." + n + ".Key", key);
      parameters.put("Tag." + n + ".Value", tags.get(key));
      n++;
    }
    return parameters;
  }

  static Map<String, String> keys(String resource, List<String> keys) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("ResourceId.1", resource);
    for (int i = 0; i < keys.size(); i++) {
      parameters.put("Tag." + (i + 1) + ".Key", keys.get(i));
    }
    return parameters;
  }

  private static void numbered(Map<String, String> into, String prefix, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      into.put(prefix + (i + 1), values.get(i));
    }
  }
}
