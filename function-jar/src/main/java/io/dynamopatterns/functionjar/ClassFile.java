package io.dynamopatterns.functionjar;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.objectweb.asm.ClassReader;

/** The constants of a class. Each name in its code, types or annotations is one of them. */
final class ClassFile {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;

  private final byte[] code;
  private final ClassReader reader;

  ClassFile(byte[] code) {
    this.code = code;
    this.reader = new ClassReader(code);
  }

  /** Names of classes in {@link Libraries}, in code, descriptors, signatures and strings. */
  Set<String> names() {
    return items(UTF8)
        .mapToObj(item -> Libraries.names(utf8(item)))
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /** Whether a debugger finds the names of local variables. */
  boolean hasVariableNames() {
    return items(UTF8).anyMatch(item -> utf8(item).equals("LocalVariableTable"));
  }

  /** The classes that code refers to, whichever they are. */
  Set<String> references() {
    char[] buffer = new char[reader.getMaxStringLength()];
    return items(CLASS)
        .mapToObj(item -> reader.readUTF8(reader.getItem(item), buffer))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * The operations that code calls or refers to. More than those: any method of a client, and any
   * method whose types are of a service.
   */
  Set<ClientMethod> calls() {
    char[] buffer = new char[reader.getMaxStringLength()];
    Set<ClientMethod> calls = new HashSet<>();
    for (int i : IntStream.concat(items(METHOD), items(INTERFACE_METHOD)).toArray()) {
      int item = reader.getItem(i);
      String owner = reader.readClass(item, buffer);
      int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
      String name = reader.readUTF8(nameAndType, buffer);
      String types = reader.readUTF8(nameAndType + 2, buffer);
      String service = Libraries.service(owner);
      if (service.isEmpty()) {
        service = Libraries.service(types);
      } else if (!owner.endsWith("Client")) {
        continue;
      }
      if (!service.isEmpty()) {
        calls.add(new ClientMethod(service, name));
      }
    }
    return calls;
  }

  /** The constants of a kind. */
  private IntStream items(int tag) {
    return IntStream.range(1, reader.getItemCount())
        .filter(item -> reader.getItem(item) != 0 && code[reader.getItem(item) - 1] == tag);
  }

  private String utf8(int item) {
    int offset = reader.getItem(item);
    return new String(
        code, offset + 2, reader.readUnsignedShort(offset), StandardCharsets.ISO_8859_1);
  }
}
