package dev.parley.platform.problem;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Closes the connection at once when an answer fails that has begun: nobody takes a part for the whole, or waits for the rest.
 * Spring alone takes some failures of the content's source (an early end, a reset connection) for a client that went away, and
 * leaves the connection open with bytes missing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BrokenAnswers extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(BrokenAnswers.class);
    private static final String FAILURE = BrokenAnswers.class.getName();

    /** Notes that the answer to this request cannot be brought to its end. */
    static void note(HttpServletRequest request, Exception failure) {
        if (failure instanceof ClientAbortException) {
            log.debug("the client went away during {}", request.getRequestURI());
        } else if (failure instanceof ProblemException) {
            log.debug("the request to {} broke off: {}", request.getRequestURI(), failure.getMessage());
        } else {
            log.warn("the answer to {} breaks off: {}", request.getRequestURI(), failure.toString());
        }
        request.setAttribute(FAILURE, failure);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (request.getAttribute(FAILURE) instanceof Exception failure) {
            throw new CloseNowException(failure);
        }
    }
}
