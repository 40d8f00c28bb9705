package planted.jdbc.inside;

/** Is no API of its module. */
public class Hidden {}
