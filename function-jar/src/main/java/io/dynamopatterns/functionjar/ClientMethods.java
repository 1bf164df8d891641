package io.dynamopatterns.functionjar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Removes operations from a client of the AWS SDK. Its class names the types of all operations, so
 * with an operation its types leave the jar. The JVM loads most of them when it verifies the
 * client: a client with fewer operations starts sooner.
 */
final class ClientMethods {
  private static final String REQUEST = "Request";

  private static final Pattern MODEL =
      Pattern.compile("software/amazon/awssdk/services/.*/(model|paginators|waiters)/");

  private ClientMethods() {}

  /** Whether a class of a service is the interface of one of its clients. */
  static boolean isClient(ClassReader reader) {
    return (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0
        && List.of(reader.getInterfaces()).contains("software/amazon/awssdk/awscore/AwsClient");
  }

  /**
   * @param code the interface of a client, or a class that implements it
   * @param kept by the name of a method
   */
  static byte[] keep(byte[] code, Predicate<String> kept) {
    return change(
        code,
        client ->
            client.methods.removeIf(method -> isOperation(method) && !kept.test(method.name)));
  }

  /**
   * Removes operations from the class that reads the parameters of a service's endpoint from
   * requests. It has a method for each type of request, and one that calls them by the name of the
   * operation.
   *
   * @param kept by the name of a client's method
   * @param keptTypes by the name of a request's class
   */
  static byte[] keepParameters(byte[] code, Predicate<String> kept, Predicate<String> keptTypes) {
    return change(
        code,
        parameters -> {
          for (MethodNode method : parameters.methods) {
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
              if (instruction instanceof TypeInsnNode cast
                  && cast.getOpcode() == Opcodes.CHECKCAST
                  && cast.getNext() instanceof MethodInsnNode call
                  && call.owner.equals(parameters.name)
                  && call.desc.endsWith("L" + cast.desc + ";)V")
                  && Type.getArgumentCount(call.desc) == 2
                  && call.getOpcode() == Opcodes.INVOKESTATIC
                  && isRequest(cast.desc)
                  && !kept.test(operation(cast.desc))
                  && !keptTypes.test(cast.desc)) {
                method.instructions.remove(call);
                method.instructions.set(cast, new InsnNode(Opcodes.POP2));
              }
            }
          }
        });
  }

  private static boolean isRequest(String type) {
    return MODEL.matcher(type).find() && type.endsWith(REQUEST);
  }

  private static String operation(String request) {
    String name = request.substring(request.lastIndexOf('/') + 1);
    return Character.toLowerCase(name.charAt(0))
        + name.substring(1, name.length() - REQUEST.length());
  }

  private static byte[] change(byte[] code, Consumer<ClassNode> change) {
    ClassNode type = new ClassNode();
    new ClassReader(code).accept(type, 0);
    Set<String> unused = used(type);
    change.accept(type);
    unused.removeAll(used(type));
    type.methods.removeIf(
        method ->
            (method.access & Opcodes.ACC_PRIVATE) != 0
                && unused.contains(method.name + method.desc));
    return withUsedInnerClasses(type);
  }

  private static boolean isOperation(MethodNode method) {
    return (method.access & Opcodes.ACC_PUBLIC) != 0
        && (method.access & Opcodes.ACC_STATIC) == 0
        && (MODEL.matcher(method.desc).find()
            || method.signature != null && MODEL.matcher(method.signature).find());
  }

  /** The methods of the class that its methods which are not private call, directly or not. */
  private static Set<String> used(ClassNode client) {
    Map<String, MethodNode> methods = new HashMap<>();
    Deque<MethodNode> open = new ArrayDeque<>();
    for (MethodNode method : client.methods) {
      methods.put(method.name + method.desc, method);
      if ((method.access & Opcodes.ACC_PRIVATE) == 0) {
        open.add(method);
      }
    }
    Set<String> used = new HashSet<>();
    while (!open.isEmpty()) {
      for (String name : called(client.name, open.remove())) {
        if (methods.containsKey(name) && used.add(name)) {
          open.add(methods.get(name));
        }
      }
    }
    return used;
  }

  private static Set<String> called(String owner, MethodNode method) {
    Set<String> called = new HashSet<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.owner.equals(owner)) {
        called.add(call.name + call.desc);
      } else if (instruction instanceof InvokeDynamicInsnNode lambda) {
        for (Object argument : lambda.bsmArgs) {
          if (argument instanceof Handle handle && handle.getOwner().equals(owner)) {
            called.add(handle.getName() + handle.getDesc());
          }
        }
      }
    }
    return called;
  }

  /** A class lists the nested classes that it names; those of removed operations are no longer. */
  private static byte[] withUsedInnerClasses(ClassNode client) {
    var all = List.copyOf(client.innerClasses);
    client.innerClasses.clear();
    Set<String> references = new ClassFile(write(client)).references();
    all.stream()
        .filter(inner -> references.contains(inner.name) || client.name.equals(inner.outerName))
        .forEach(client.innerClasses::add);
    return write(client);
  }

  private static byte[] write(ClassNode type) {
    ClassWriter writer = new ClassWriter(0);
    type.accept(writer);
    return writer.toByteArray();
  }
}
