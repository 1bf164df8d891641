package io.dynamopatterns.functionjar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Removes services from the SDK's map of their endpoints, which makes an object of a class for each
 * of more than 300 services when the first client starts.
 */
final class ServiceEndpoints {
  static final String MAP = "software/amazon/awssdk/regions/GeneratedServiceMetadataProvider";

  private ServiceEndpoints() {}

  /**
   * @param code of {@link #MAP}
   * @param kept by the prefix of a service's endpoints
   */
  static byte[] keep(byte[] code, Predicate<String> kept) {
    ClassNode map = new ClassNode();
    new ClassReader(code).accept(map, ClassReader.SKIP_DEBUG);
    for (MethodNode method : map.methods) {
      if (method.name.equals("<clinit>")) {
        entries(method).stream()
            .filter(entry -> !kept.test((String) ((LdcInsnNode) entry.get(0)).cst))
            .forEach(entry -> entry.forEach(method.instructions::remove));
      }
    }
    ClassWriter writer = new ClassWriter(0);
    map.accept(writer);
    return writer.toByteArray();
  }

  /** The instructions of each {@code put("prefix", new ...ServiceMetadata())}. */
  private static List<List<AbstractInsnNode>> entries(MethodNode method) {
    List<List<AbstractInsnNode>> entries = new ArrayList<>();
    for (AbstractInsnNode first : method.instructions) {
      List<AbstractInsnNode> entry = new ArrayList<>();
      for (AbstractInsnNode next = first; next != null && entry.size() < 5; next = next.getNext()) {
        entry.add(next);
      }
      if (entry.size() == 5
          && entry.get(0) instanceof LdcInsnNode key
          && key.cst instanceof String
          && entry.get(1) instanceof TypeInsnNode type
          && type.getOpcode() == Opcodes.NEW
          && type.desc.startsWith(Libraries.SERVICE_METADATA)
          && entry.get(2).getOpcode() == Opcodes.DUP
          && entry.get(3).getOpcode() == Opcodes.INVOKESPECIAL
          && entry.get(4) instanceof MethodInsnNode put
          && put.name.equals("put")) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
