package dev.parley.testkit;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

final class EmbeddedPartsExtension implements BeforeAllCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        EmbeddedPartsSet.shared().restartStopped();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedPartsSet.class;
    }

    @Override
    public EmbeddedPartsSet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return EmbeddedPartsSet.shared();
    }
}
