package io.dynamopatterns.functionjar;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The names of local variables, which only a debugger shows. The JVM reads them with each class and
 * keeps them. Line numbers stay, as stack traces show them.
 */
final class VariableNames {
  private VariableNames() {}

  static byte[] removed(byte[] code) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(code)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, name, type, signature, exceptions)) {
                  @Override
                  public void visitLocalVariable(
                      String variable,
                      String descriptor,
                      String generic,
                      Label start,
                      Label end,
                      int index) {
                    // Left out.
                  }
                };
              }
            },
            0);
    return writer.toByteArray();
  }
}
