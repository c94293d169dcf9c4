package dev.parley.file.upload;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * X-HTTP-Method-Override (tus 1.0.0, core): where only GET and POST get through, a POST may stand for another method. Only for
 * uploads, and only for the methods that these have.
 */
@Component
class MethodOverride extends OncePerRequestFilter {

    private static final Set<String> METHODS = Set.of("PATCH", "DELETE", "HEAD");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader("X-HTTP-Method-Override") == null || !"POST".equals(request.getMethod())
                || !request.getRequestURI().startsWith(UploadController.PATH + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String method = request.getHeader("X-HTTP-Method-Override").strip().toUpperCase(Locale.ROOT);
        chain.doFilter(METHODS.contains(method) ? new Overridden(request, method) : request, response);
    }

    private static final class Overridden extends HttpServletRequestWrapper {

        private final String method;

        Overridden(HttpServletRequest request, String method) {
            super(request);
            this.method = method;
        }

        @Override
        public String getMethod() {
            return method;
        }
    }
}
